"""The labeller: pieces -> numbers -> how likely each is part of the article."""
