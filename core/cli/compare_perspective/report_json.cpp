#include "cli/compare_perspective/report.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

json::value maybe(const std::optional<double>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::object held_json(const HeldAt& held, std::size_t count) {
  const auto share = [&](std::size_t part) { return static_cast<double>(part) / static_cast<double>(count); };
  return {{"threshold", held.threshold},
          {"perspective", {{"held", held.perspective}, {"share", share(held.perspective)}}},
          {"moderato", {{"held", held.moderato}, {"share", share(held.moderato)}}},
          {"both", held.both},
          {"only_perspective", held.only_perspective()},
          {"only_moderato", held.only_moderato()},
          {"same_share", {{"threshold", maybe(held.same_share)}, {"civility", maybe(held.civility)}}}};
}

json::object thresholds_json(const Thresholds& thresholds) {
  json::object object;
  for (std::size_t i = 0; i < attribute_count; ++i)
    if (thresholds[i]) object[perspective_attributes[i]] = *thresholds[i];
  return object;
}

json::object decisions_json(const Decisions& decisions) {
  return {{"both", decisions.both},
          {"only_perspective", decisions.only_perspective},
          {"only_moderato", decisions.only_moderato}};
}

json::array examples_json(const std::vector<Example>& examples) {
  json::array list;
  for (const Example& each : examples)
    list.push_back(json::object{{"id", each.id},
                                {"text", each.text},
                                {"attribute", perspective_attributes[each.index]},
                                {"perspective", each.perspective},
                                {"moderato", each.moderato}});
  return list;
}

}  // namespace

json::object report_json(const Report& report) {
  json::object attributes;
  for (const AttributeReport& each : report.attributes) {
    json::array held;
    for (const HeldAt& at : each.held) held.push_back(held_json(at, each.count));
    json::object of_one{{"comments", each.count},
                        {"pearson", maybe(each.pearson)},
                        {"spearman", maybe(each.spearman)},
                        {"held", std::move(held)}};
    if (each.in_use) of_one["in_use"] = held_json(*each.in_use, each.count);
    attributes[perspective_attributes[each.index]] = std::move(of_one);
  }
  json::object refused;
  for (const auto& [why, count] : report.refused) refused[why] = count;
  json::object out{
      {"comments", report.comments},
      {"compared", report.compared},
      {"refused", std::move(refused)},
      {"attributes", std::move(attributes)},
      {"thresholds", thresholds_json(report.thresholds)},
      {"same_share", thresholds_json(report.same_share)},
      {"decided",
       {{"same_thresholds", decisions_json(report.as_they_are)}, {"same_share", decisions_json(report.matched)}}},
      {"toml", thresholds_toml(report)}};
  if (!report.only_perspective.empty() || !report.only_moderato.empty())
    out["examples"] = json::object{{"only_perspective", examples_json(report.only_perspective)},
                                   {"only_moderato", examples_json(report.only_moderato)}};
  return out;
}

}  // namespace moderato::cli
