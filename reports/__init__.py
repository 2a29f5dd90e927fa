"""What we say: the only place that speaks Jinja, charts and SMTP."""
