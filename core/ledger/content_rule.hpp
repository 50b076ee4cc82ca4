// Whether a stored comment is the one that was decided on: the one place that says so, for every tool that checks. Of
// what was erased nothing is left to compare.
#pragma once

#include "comment/comment.hpp"

namespace moderato {

[[nodiscard]] inline bool content_agrees(ContentHash recorded, const CommentFrame& stored) {
  return recorded == erased_content || stored.content() == recorded;
}

}  // namespace moderato
