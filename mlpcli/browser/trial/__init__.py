"""The network of a page, run in Node or in a browser before anybody gets the page."""
