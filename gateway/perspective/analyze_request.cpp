#include "perspective/analyze_request.hpp"

#include "perspective/request_parts.hpp"

namespace moderato::gateway::perspective {
namespace json = boost::json;
namespace {

// Perspective had some fifty.
constexpr std::size_t most_attributes = 100;
constexpr std::size_t longest_attribute_name = 128;

// Their names are cut off where they are said again.
std::string shown(std::string_view name) {
  return std::string{name.substr(0, longest_attribute_name)};
}

double threshold_in(const Fields& options, std::string_view name) {
  const auto type = options.text("scoreType");
  if (type && *type != "PROBABILITY" && *type != "SCORE_TYPE_UNSPECIFIED")
    throw invalid_request("Requested score type " + shown(*type) + " is not supported by attribute " +
                          std::string{name});
  return options.number("scoreThreshold").value_or(0);
}

std::vector<RequestedAttribute> attributes_in(const Fields& request, const Offer& offer) {
  std::vector<RequestedAttribute> attributes;
  const auto requested = request.message("requestedAttributes");
  if (!requested || requested->begin() == requested->end()) throw no_attributes();
  if (requested->end() - requested->begin() > static_cast<std::ptrdiff_t>(most_attributes))
    throw invalid_request("At most 100 attributes are taken.");
  for (const auto& [key, value] : *requested) {
    const std::string_view name{key.data(), key.size()};
    const auto attribute = attribute_of(name);
    const bool is_offered = attribute && name.size() <= longest_attribute_name && (offer.spam || !attribute->is_spam());
    if (!is_offered && offer.leave_out_unknown) continue;
    if (!is_offered) throw unknown_attribute(shown(name));
    if (!value.is_object() && !value.is_null()) throw invalid_value(requested->path_of(name), "TYPE_MESSAGE");
    const double threshold =
        value.is_null() ? 0 : threshold_in(Fields{value.get_object(), requested->path_of(name)}, name);
    attributes.push_back({std::string{name}, *attribute, threshold});
  }
  return attributes;
}

}  // namespace

AnalyzeRequest parse_analyze_request(std::string body, const Offer& offer) {
  const json::object message = parse_message(std::move(body));
  const Fields request{message};
  AnalyzeRequest parsed;
  parsed.text = comment_text(request, offer.text_bytes);
  parsed.attributes = attributes_in(request, offer);
  check_context(request);
  parsed.languages = languages_in(request);
  parsed.each_sentence = request.flag("spanAnnotations");
  parsed.do_not_store = request.flag("doNotStore");
  parsed.client_token = request.text("clientToken");
  (void)request.text("sessionId");
  (void)request.text("communityId");
  const auto foreign = foreign_among(parsed.languages);
  if (!foreign.empty())
    throw language_not_supported(parsed.attributes.empty() ? "TOXICITY" : parsed.attributes.front().name, foreign,
                                 true);
  return parsed;
}

}  // namespace moderato::gateway::perspective
