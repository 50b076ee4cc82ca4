// Any bytes are a comment, an article, or get an error that says why; and what is a comment can be stored, read back
// and answered.
#include <boost/json.hpp>
#include <string_view>

#include "comment/json_text.hpp"
#include "comment/verdict.hpp"
#include "fuzz.hpp"

namespace {

using moderato::CommentFrame;
using moderato::fuzz::require;

constexpr moderato::Limits limits{.text_bytes = 500, .frame_bytes = 4'000};

bool is_name(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest && moderato::valid_utf8(text) == text;
}

void check(const moderato::ParseError& error) {
  require(error.code.starts_with("comment.") && !error.message.empty(), "an error without a word");
  require(moderato::valid_utf8(error.message) == error.message, "an error that is no UTF-8");
  require(error.id.empty() || is_name(error.id, limits.frame_bytes), "an error with a broken id");
}

void check(const CommentFrame& comment, std::string_view frame) {
  require(comment.frame == frame, "a comment's frame is not what came");
  require(is_name(comment.id, 128), "a comment without a proper id");
  require(is_name(comment.site, 64) && comment.site.find('/') == std::string_view::npos, "a site that breaks topics");
  require(!comment.article.empty() && !comment.author_id.empty(), "a comment about nothing, or by nobody");
  require(comment.text.size() <= limits.text_bytes && moderato::valid_utf8(comment.text) == comment.text,
          "a text that is too long or no UTF-8");

  const auto stored = moderato::parse_stored(comment.frame);
  require(stored && stored->id == comment.id && stored->text == comment.text && stored->key() == comment.key() &&
              stored->content() == comment.content(),
          "what was stored reads otherwise");

  std::string verdict;
  moderato::append_verdict(verdict, comment, {}, {});
  boost::json::parse_options options;
  options.max_depth = moderato::deepest_answer;
  const auto read = boost::json::parse(verdict, {}, options);
  require(std::string_view{read.at("id").as_string()} == comment.id, "a verdict about another comment");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string frame{reinterpret_cast<const char*>(data), size};
  const auto parsed = moderato::parse_frame(frame, limits);
  if (!parsed)
    check(parsed.error());
  else if (const auto* comment = std::get_if<CommentFrame>(&*parsed))
    check(*comment, frame);
  else
    require(!std::get<moderato::ArticleFrame>(*parsed).article.empty(), "an article without its name");
  return 0;
}
