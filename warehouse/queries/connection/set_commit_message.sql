-- Say in the lake's history what a transaction was for. Parameters: message.
CALL lake.set_commit_message('pledgewatch', $message)
