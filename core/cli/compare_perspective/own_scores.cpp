#include "cli/compare_perspective/own_scores.hpp"

#include <algorithm>
#include <utility>

#include "cli/run/run_settings.hpp"
#include "comment/comment.hpp"
#include "comment/json_text.hpp"
#include "comment/timestamp.hpp"
#include "daemon/logging.hpp"
#include "daemon/places.hpp"

namespace moderato::cli {
namespace {

constexpr std::string_view filter = "civility";

std::string frame_of(std::string text, const std::string& language) {
  std::ranges::replace(text, '\0', ' ');  // which no comment has
  std::string frame = R"({"id":"compared","article":"compared","author":{"id":"compared"},"text":)";
  append_json_string(frame, text);
  if (!language.empty()) {
    frame += ",\"language\":";
    append_json_string(frame, language);
  }
  return frame + "}";
}

}  // namespace

std::variant<OwnScores, Problems> OwnScores::open(const std::string& config, const std::string& site) {
  Loaded loaded = settings_of(config);
  if (auto* problems = std::get_if<Problems>(&loaded)) return std::move(*problems);
  auto& settings = std::get<Settings>(loaded);
  if (Problems problems = keep_only(settings, {std::string{filter}}); !problems.empty()) return problems;
  const Places places = places_of_this_program();
  auto built = ChainSet::build(settings,
                               {.plugin_path = settings.plugin_path.empty() ? places.plugin_path : settings.plugin_path,
                                .shared_data = places.shared_data,
                                .log = filter_log(make_log(settings.log)),
                                .filter_host = places.filter_host});
  if (auto* problems = std::get_if<Problems>(&built)) return std::move(*problems);
  auto chains = std::move(std::get<std::unique_ptr<ChainSet>>(built));
  const Chain& chain = chains->for_site(site);
  if (chain.links().empty())
    return Problems{{config, 0, 0, "the chain of the site \"" + site + "\" has no filter \"civility\""}};
  return OwnScores{std::move(chains), chain};
}

// By the daemon's own parser, so that the filter gets nothing here that it could not get there.
Result<Scores> OwnScores::of(const ScoredComment& comment) const {
  constexpr std::size_t most = 16U << 20U;  // bytes; what CommentSource reads is shorter, also when it is escaped
  const Limits limits{.text_bytes = most, .frame_bytes = most};
  auto parsed = parse_comment(frame_of(comment.text, comment.language), limits);
  if (!parsed) parsed = parse_comment(frame_of(comment.text, ""), limits);  // what calls itself a language may be none
  if (!parsed) return Error{parsed.error().code, "a comment can't be judged: " + parsed.error().message};
  const Answer answer = chain_->ask(0, to_abi(*parsed, now(), 0));
  if (answer.error) return Error{"cli.refused", std::string{filter} + " could not judge it: " + *answer.error};
  Scores scores;
  for (const Score& score : answer.finding.scores)
    if (const auto index = attribute_index(score.attribute))
      scores[*index] = as_perspective(score.attribute, score.value);
  return scores;
}

}  // namespace moderato::cli
