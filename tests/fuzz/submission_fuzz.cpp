// Whatever a request's body holds: what is taken becomes a comment that the daemon takes, with the author that the
// token names; and places in its text are never told wrong.
#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "api/submission.hpp"
#include "api/utf16.hpp"
#include "comment/comment.hpp"
#include "fuzz.hpp"

using moderato::fuzz::require;
namespace api = moderato::gateway::api;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  for (const bool of_server : {false, true}) {
    auto read = api::parse_submission(body, of_server, 20'000);
    const auto* const submission = std::get_if<api::Submission>(&read);
    if (submission == nullptr) {
      require(!std::get<api::FieldErrors>(read).empty(), "it is refused without a word");
      continue;
    }
    const api::Arrival arrival{.site = "s",
                               .article = "a",
                               .id = submission->id.value_or("c"),
                               .author_id = of_server ? submission->author_id : "member",
                               .author_name = submission->name,
                               .author_ip = submission->author_ip,
                               .author_token = {},
                               .at = moderato::Time{}};
    const auto comment = moderato::parse_comment(api::comment_frame(*submission, arrival), {});
    require(comment.has_value(), "the daemon does not take it");
    require(comment->text == submission->text, "its text is another");
    require(comment->author_id == arrival.author_id, "its author is another");
    require(comment->parent.value_or("") == submission->parent.value_or(""), "its parent is another");
    std::size_t before = 0;
    for (const auto& [begin, end] : api::in_utf16(comment->text, {{0, 3}, {1, 2}, {2, size}, {size / 2, size}})) {
      require(begin < end && before <= begin, "spans out of order");
      before = end;
    }
  }
  (void)api::parse_article_details(body);
  return 0;
}
