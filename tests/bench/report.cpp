#include "report.hpp"

#include <boost/json.hpp>
#include <cstdio>

namespace moderato::bench {
namespace {

std::string number(double value) {
  char text[64];
  std::snprintf(text, sizeof text, value >= 1'000 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
  return text;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

}  // namespace

std::string as_text(const std::vector<Figure>& figures, const std::string& heading) {
  std::string out = heading + "\n\n";
  for (const Figure& figure : figures) {
    std::string line = padded(figure.name, 34) + padded(number(figure.value) + " " + figure.unit, 26);
    if (figure.limit)
      line += std::string{figure.holds() ? "ok      " : "MISSED  "} +
              (figure.more_is_better ? "at least " : "at most ") + number(*figure.limit);
    else
      line += "        ";
    if (!figure.note.empty()) line += "  (" + figure.note + ")";
    out += line + "\n";
  }
  return out;
}

std::string as_json(const std::vector<Figure>& figures, const std::string& heading) {
  boost::json::object out;
  // The figures stand in the order in which they were measured, the first one first.
  for (const Figure& figure : figures) out[figure.name] = figure.value;
  boost::json::array details;
  for (const Figure& figure : figures) {
    boost::json::object detail{{"name", figure.name}, {"value", figure.value}, {"unit", figure.unit}};
    if (figure.limit) {
      detail["limit"] = *figure.limit;
      detail["holds"] = figure.holds();
    }
    if (!figure.note.empty()) detail["note"] = figure.note;
    details.push_back(std::move(detail));
  }
  out["about"] = heading;
  out["details"] = std::move(details);
  return boost::json::serialize(out) + "\n";
}

}  // namespace moderato::bench
