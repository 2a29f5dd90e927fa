"""How a run happens: receive, judge, report, send; settings and the command line."""
