// Takes personal data out of comments and verdicts as they are stored.
//
// What comes back is as long as what went in, filled up with spaces, which JSON allows: the ledger overwrites the old
// text where it stands, and nothing of it is left beside the new one.
#pragma once

#include <string>
#include <string_view>

namespace moderato {

// Keeps where the comment stood, as it was written: kind, id, site, article, parent, created_at, language. The text is
// empty, the author's id is "-", and everything else is gone. What is no JSON object becomes an empty one.
[[nodiscard]] std::string erased_comment(std::string_view frame);

// Keeps the decision: of each reason its filter, code, action and score. Messages are empty, spans and weights gone:
// they tell of the text.
[[nodiscard]] std::string erased_verdict(std::string_view verdict);

// Fields to take out of a comment whose other fields stay, byte for byte.
struct Redaction {
  bool ip = false;
  bool email = false;
  bool token = false;
  bool text = false;

  bool operator==(const Redaction&) const = default;
};
[[nodiscard]] std::string redacted_comment(std::string_view frame, const Redaction& fields);

// Takes off what the functions above filled up with.
[[nodiscard]] std::string_view without_padding(std::string_view text);

}  // namespace moderato
