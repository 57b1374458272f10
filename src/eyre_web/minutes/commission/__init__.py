"""Questions put to a post before a meeting: the request, the paper that is to come, and the reply."""
