"""What data must satisfy before it is trusted; the only place that speaks Great Expectations."""
