#include "cli/compare_perspective/own_scores.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "cli/run/run_settings.hpp"
#include "comment/timestamp.hpp"
#include "daemon/logging.hpp"
#include "daemon/places.hpp"
#include "moderato/filter.hpp"

namespace moderato::cli {
namespace {

constexpr std::string_view filter = "civility";

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

Result<Scores> OwnScores::of(const ScoredComment& comment) const {
  moderato_comment raw{};
  raw.size = sizeof raw;
  raw.site = abi::string("default");
  raw.id = abi::string("compared");
  raw.article = abi::string("compared");
  raw.author_id = abi::string("compared");
  raw.text = abi::string(comment.text);
  raw.language = abi::string(comment.language);
  raw.json = abi::string("{}");
  raw.now = now().time_since_epoch().count();
  const Answer answer = chain_->ask(0, raw);
  if (answer.error) return Error{"cli.refused", std::string{filter} + " could not judge it: " + *answer.error};
  Scores scores;
  for (const Score& score : answer.finding.scores)
    if (const auto index = attribute_index(score.attribute))
      scores[*index] = as_perspective(score.attribute, score.value);
  return scores;
}

}  // namespace moderato::cli
