// Any file is comments with scores, or told what is wrong with it; and any answer of a server is understood as
// something. What is read can be compared and told: as JSON that is JSON, and as a page in which nothing of it is a
// tag.
#include <sys/mman.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "cli/compare_perspective/comment_source.hpp"
#include "cli/compare_perspective/pairs_file.hpp"
#include "cli/compare_perspective/perspective_protocol.hpp"
#include "cli/compare_perspective/report.hpp"
#include "fuzz.hpp"

namespace {

namespace json = boost::json;
using namespace std::string_view_literals;
using moderato::fuzz::require;

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

void read_as_file(std::string_view bytes) {
  const moderato::cli::File file{::memfd_create("scores", MFD_CLOEXEC)};
  require(moderato::cli::write_all(file.fd(), bytes).has_value() && ::lseek(file.fd(), 0, SEEK_SET) == 0, "no file");
  auto source = moderato::cli::CommentSource::open(file, {});
  if (!source) {
    require(!source.error().message.empty(), "an error without words");
    return;
  }
  moderato::cli::Thresholds thresholds;
  thresholds[0] = 0.8;
  moderato::cli::Comparison comparison{thresholds, 3};
  std::size_t comments = 0;
  while (auto comment = source->next()) {
    ++comments;
    for (const auto& score : comment->perspective) require(!score || (*score >= 0 && *score <= 1), "no score");
    const std::string line = moderato::cli::pair_line(*comment);
    require(line.find('\n') == line.size() - 1 && json::parse(line).is_object(), "a pair that is no line");
    if (comment->moderato == moderato::cli::Scores{}) comment->moderato = comment->perspective;
    comparison.add(*comment);
  }
  const moderato::cli::Report report = comparison.report();
  require(report.comments == comments && report.compared <= comments, "comments are lost");
  require(json::parse(json::serialize(moderato::cli::report_json(report))).is_object(), "a report that is no JSON");
  const std::string page = moderato::cli::report_html(report);
  require(count(page, "<blockquote"sv) == report.only_perspective.size() + report.only_moderato.size(),
          "a tag too many");
  require(count(page, "<script"sv) + count(page, "\x1b"sv) == 0, "a page that steers");
  require(moderato::cli::report_text(report).find('\x1b') == std::string::npos, "a text that steers");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes{reinterpret_cast<const char*>(data), size};
  read_as_file(bytes);
  for (const long status : {200L, 400L, 403L, 429L})
    (void)moderato::cli::outcome_of({.status = status, .body = bytes, .retry_after = {}});
  return 0;
}
