// Has Perspective score comments, and keeps what it says.
#pragma once

#include <cstddef>
#include <functional>

#include "cli/compare_perspective/comment_source.hpp"
#include "cli/compare_perspective/pairs_file.hpp"
#include "cli/compare_perspective/perspective_client.hpp"

namespace moderato::cli {

struct Asked {
  std::size_t asked = 0;
  std::size_t known = 0;    // in the file already
  std::size_t refused = 0;  // of those asked
  std::size_t no_text = 0;
};

// Asks about each comment of which the file has no answer, one after the other, and appends it with its answer and with
// `own`'s scores. A comment that does not say its language is in `language`, or in one to be detected. `told` hears of
// each one. Ends with the first error, and can be begun again: nothing is lost.
[[nodiscard]] Result<Asked> ask_all(CommentSource& comments, PairsFile& pairs, PerspectiveClient& perspective,
                                    Attributes attributes, const std::string& language,
                                    const std::function<Result<Scores>(const ScoredComment&)>& own,
                                    const std::function<void(const Asked&)>& told);

}  // namespace moderato::cli
