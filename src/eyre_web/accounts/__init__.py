"""Who there is: people, the posts they hold, their roles, and what these let them do."""
