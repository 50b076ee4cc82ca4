#include "cli/compare_perspective/thresholds.hpp"

#include <charconv>

#include "config/load.hpp"

namespace moderato::cli {

Result<Thresholds> thresholds_from(const std::vector<std::string>& written) {
  Thresholds thresholds;
  for (const std::string& each : written) {
    const auto wrong = [&](const std::string& what) {
      return Error{
          "cli.bad_argument",
          "--threshold: expected an attribute and a score, such as TOXICITY=0.8, found \"" + each + "\"" + what};
    };
    const std::size_t equals = each.find('=');
    if (equals == std::string::npos) return wrong("");
    const std::string name = each.substr(0, equals);
    const auto index = attribute_index(name);
    if (!index) {
      const std::string near = nearest_name(name, {perspective_attributes.begin(), perspective_attributes.end()});
      return wrong(near.empty() ? ", an attribute that civility does not have" : "; did you mean " + near + "?");
    }
    double value = 0;
    const char* const end = each.data() + each.size();
    const auto read = std::from_chars(each.data() + equals + 1, end, value);
    if (read.ec != std::errc{} || read.ptr != end || !(value > 0 && value <= 1))
      return wrong("; the score is over 0, and 1 at most");
    thresholds[*index] = value;
  }
  return thresholds;
}

bool held(const Scores& scores, const Thresholds& thresholds) {
  for (std::size_t i = 0; i < attribute_count; ++i)
    if (thresholds[i] && scores[i] && *scores[i] >= *thresholds[i]) return true;
  return false;
}

}  // namespace moderato::cli
