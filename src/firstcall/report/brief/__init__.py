"""The brief: a partnership on a day; its story, back-test and contested points, as sheets and as a page."""
