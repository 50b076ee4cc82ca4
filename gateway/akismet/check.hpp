// One comment-check or submission: what the form's fields say, checked and cut to what the daemon takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "akismet/form.hpp"
#include "comment/timestamp.hpp"

namespace moderato::gateway::akismet {

// How a caller may try us out, as Akismet documents it.
enum class Trial : std::uint8_t {
  none,
  spam,    // the author is "akismet-guaranteed-spam" (or the older "viagra-test-123"): always spam
  ham,     // the author's role is administrator: always ham
  unkept,  // is_test: judged, and recorded nowhere
};

struct Check {
  std::string article{};      // what is commented on: its address without a fragment, else "post-17", else "-"
  std::string text{};         // as its author wrote it; of what is too long, the beginning and the end
  std::string author_name{};  // may be empty, as all below
  std::string author_email{};
  std::string author_url{};
  std::string author_ip{};
  std::string user{};      // the id of one who is logged in
  std::string url{};       // of what is commented on
  Time created_at{};       // as the site says it where that can be; else now
  std::string callback{};  // a URL, not checked
  std::string reporter{};  // who submits it as spam or ham
  Trial trial = Trial::none;
  bool honeypot = false;
};

// `most_text`: bytes. `slashed`: the client is WordPress, which has put backslashes before quotes.
[[nodiscard]] Check read_check(const Form& form, std::size_t most_text, bool slashed, Time now);

// The text without what sites change in it between a check and a submission: tags, entities, white space, backslashes.
[[nodiscard]] std::string essence_of(std::string_view text);

}  // namespace moderato::gateway::akismet
