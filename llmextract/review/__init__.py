"""Records looked through by people: decisions, kept with author and time, and gold files made of them."""

from llmextract.review.decisions import Decision, ReviewLog
from llmextract.review.gold_files import write_gold
from llmextract.review.reviewed import ReviewedArticle, apply_decisions

__all__ = ["Decision", "ReviewLog", "ReviewedArticle", "apply_decisions", "write_gold"]
