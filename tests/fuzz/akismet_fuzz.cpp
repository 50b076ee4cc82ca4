// Whatever an Akismet client posts, in whatever charset: it becomes a comment that the daemon takes.
#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "akismet/check.hpp"
#include "akismet/comment.hpp"
#include "akismet/form.hpp"
#include "comment/comment.hpp"
#include "fuzz.hpp"

using moderato::fuzz::require;
namespace akismet = moderato::gateway::akismet;

// The charset stands before the first line break; behind it is the body.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const std::size_t end = input.find('\n');
  const std::string_view charset = akismet::charset_of(input.substr(0, end));
  const std::string_view body = end == std::string_view::npos ? std::string_view{} : input.substr(end + 1);
  const akismet::Form form = akismet::Form::parse(body, charset);
  constexpr std::size_t most_text = 1'000;
  for (const bool slashed : {false, true}) {
    const akismet::Check check = akismet::read_check(form, most_text, slashed, moderato::Time{});
    require(check.text.size() <= most_text, "its text is too long");
    (void)akismet::essence_of(check.text);
    const std::string author = check.user.empty() ? "guest" : "user-" + check.user;
    const std::string frame = serialize(akismet::comment_of("c", "s", author, check));
    const auto comment = moderato::parse_comment(frame, {});
    require(comment.has_value(), "the daemon does not take it");
    require(comment->text == check.text, "its text is another");
    require(comment->author_id == author, "its author is another");
  }
  return 0;
}
