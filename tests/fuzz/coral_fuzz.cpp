// Whatever Coral's requests hold, signed as they are: a comment in them becomes one that the daemon takes, and HTML
// becomes text that is UTF-8 and not much longer.
#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "comment/comment.hpp"
#include "comment/json_text.hpp"
#include "coral/answer.hpp"
#include "coral/comment_frame.hpp"
#include "coral/graphql.hpp"
#include "coral/json_body.hpp"
#include "coral/plain_text.hpp"
#include "coral/webhook_event.hpp"
#include "fuzz.hpp"

using moderato::fuzz::require;
namespace coral = moderato::gateway::coral;

namespace {

void comment_of(const coral::PhaseRequest& request) {
  const std::string text = coral::text_of_html(request.body);
  require(moderato::valid_utf8(text) == text, "its text is no UTF-8");
  require(text.size() <= 2 * request.body.size(), "its text is longer than it was");
  (void)coral::letters_of_html(request.body);
  (void)coral::letters_of_text(request.body);
  const moderato::Limits limits{.text_bytes = 1U << 20U, .frame_bytes = 1U << 23U};
  const auto comment = moderato::parse_comment(
      coral::comment_frame(request, {"s", "coral-1", request.parent ? std::optional<std::string>{"p"} : std::nullopt,
                                     text, moderato::Time{}}),
      limits);
  require(comment.has_value(), "the daemon does not take it");
  require(comment->text == text, "its text is another");
  require(comment->author_id == request.author, "its author is another");
  require(comment->article == request.story, "its article is another");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  const auto read = coral::read_phase_request(body);
  if (const auto* const request = std::get_if<coral::PhaseRequest>(&read))
    comment_of(*request);
  else
    require(!std::get<1>(read).empty(), "it is refused without a word");
  const auto event = coral::read_webhook_event(body);
  if (const auto* const errors = std::get_if<1>(&event))
    require(!errors->empty(), "a webhook is refused without a word");
  // The daemon's verdict is believed, but nothing in it may break an answer; Coral's answers are not.
  const auto object = coral::read_object(body);
  if (const auto* const verdict = std::get_if<boost::json::object>(&object))
    require(boost::json::parse(coral::phase_answer(*verdict, {})).is_object(), "an answer is no object");
  moderato::gateway::http_client::Answer answer;
  answer.status = 200;
  answer.body = body;
  (void)coral::comment_in(answer);
  (void)coral::comments_in(answer);
  (void)coral::done_in(answer);
  return 0;
}
