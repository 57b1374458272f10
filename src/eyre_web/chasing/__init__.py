"""What people are reminded of: the actions of their posts and the documents that were asked of them."""
