"""What was promised: parties, arrangements, commitments and the words every other room uses."""
