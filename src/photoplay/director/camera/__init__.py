"""From clauses to camera moves with their seconds."""
