"""From text to clauses: spelling, languages, order, negation and clock times."""
