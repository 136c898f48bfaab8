"""What engines share whose pictures a model makes: the prompt it is given, and what is made of its frames."""
