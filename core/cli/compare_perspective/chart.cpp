#include "cli/compare_perspective/chart.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

#include "cli/compare_perspective/statistics.hpp"
#include "cli/compare_perspective/wording.hpp"

namespace moderato::cli {
namespace {

// Of the drawing, in SVG's units; the browser scales it.
constexpr double width = 360;
constexpr double height = 340;
constexpr double margin_left = 52;
constexpr double margin_right = 14;
constexpr double margin_top = 14;
constexpr double margin_bottom = 44;
constexpr double plot_width = width - margin_left - margin_right;
constexpr double plot_height = height - margin_top - margin_bottom;

std::string at(double value) {
  return decimals(value, 1);
}

double x_of(double share) {
  return margin_left + share * plot_width;
}

double y_of(double share) {
  return margin_top + (1 - share) * plot_height;
}

std::string line(const std::string& kind, double x1, double y1, double x2, double y2) {
  return "<line class=\"" + kind + "\" x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) + "\" y2=\"" +
         at(y2) + "\"/>";
}

std::string label(const std::string& kind, double x, double y, const std::string& text, const std::string& more = "") {
  return "<text class=\"" + kind + "\" x=\"" + at(x) + "\" y=\"" + at(y) + "\"" + more + ">" + text + "</text>";
}

// Nothing in a chart's words comes from comments, so they need no escaping.
std::string begin(const std::string& id, const std::string& title, const std::string& description) {
  return "<svg role=\"img\" viewBox=\"0 0 " + at(width) + " " + at(height) + "\" aria-labelledby=\"" + id + "-t " + id +
         "-d\"><title id=\"" + id + "-t\">" + title + "</title><desc id=\"" + id + "-d\">" + description + "</desc>\n";
}

std::string x_axis(const std::string& title) {
  std::string out;
  for (int i = 0; i <= 5; ++i) {
    out += line("grid", x_of(i / 5.0), y_of(0), x_of(i / 5.0), y_of(1));
    out += label("tick mid", x_of(i / 5.0), y_of(0) + 16, decimals(i / 5.0, 1));
  }
  return out + label("axis mid", x_of(0.5), height - 8, title);
}

std::string y_title(const std::string& title) {
  const double y = y_of(0.5);
  return label("axis mid", 13, y, title, " transform=\"rotate(-90 13 " + at(y) + ")\"");
}

// Hexagons of this radius, point up, in rows.
constexpr double radius = 7.5;
constexpr double column = std::numbers::sqrt3 * radius;
constexpr double row = 1.5 * radius;

// The hexagon a point lies in: of two lattices of rectangles the nearer centre.
std::pair<int, int> hexagon_at(double x, double y) {
  const int even = 2 * static_cast<int>(std::lround(y / (2 * row)));
  const int even_column = static_cast<int>(std::lround(x / column));
  const int odd = 2 * static_cast<int>(std::floor(y / (2 * row))) + 1;
  const int odd_column = static_cast<int>(std::floor(x / column));
  const double to_even = std::hypot(x - even_column * column, y - even * row);
  const double to_odd = std::hypot(x - (odd_column + 0.5) * column, y - odd * row);
  return to_even <= to_odd ? std::pair{even_column, even} : std::pair{odd_column, odd};
}

std::string hexagon(double x, double y, double strength, std::size_t count) {
  std::string points;
  for (int corner = 0; corner < 6; ++corner) {
    const double angle = (corner * 60 - 30) * std::numbers::pi / 180;
    points += (corner == 0 ? "" : " ") + at(x + radius * std::cos(angle)) + "," + at(y + radius * std::sin(angle));
  }
  return "<polygon points=\"" + points + "\" fill-opacity=\"" + decimals(strength, 2) + "\"><title>" +
         counted(count, "comment", "comments") + "</title></polygon>\n";
}

// A curve of the share held from each hundredth of a threshold on, down to `least`.
std::string held_curve(const std::string& kind, const Ranked& scores, double least) {
  std::string points;
  for (int i = 0; i <= 100; ++i) {
    const double threshold = i / 100.0;
    const double share = static_cast<double>(scores.reach(threshold)) / static_cast<double>(scores.size());
    if (share <= 0) break;
    points += (points.empty() ? "" : " ") + at(x_of(threshold)) + "," + at(y_of(1 - std::log(share) / std::log(least)));
  }
  return "<polyline class=\"" + kind + "\" points=\"" + points + "\"/>\n";
}

}  // namespace

std::string scatter_chart(const AttributeReport& report) {
  std::map<std::pair<int, int>, std::size_t> hexagons;
  for (std::size_t i = 0; i < report.count; ++i)
    ++hexagons[hexagon_at(report.perspective[i] * plot_width, (1 - report.moderato[i]) * plot_height)];
  std::size_t most = 1;
  for (const auto& [where, count] : hexagons) most = std::max(most, count);

  const std::string name = attribute_name(report.index);
  std::string out = begin(name + "-scatter", name + ", comment by comment",
                          "Perspective's score to the right, Moderato's up, of " +
                              counted(report.count, "comment", "comments") + ". Pearson's correlation " +
                              coefficient(report.pearson) + ", Spearman's " + coefficient(report.spearman) + ".");
  out += x_axis("Perspective") + y_title("Moderato, on the same scale");
  for (int i = 0; i <= 5; ++i) {
    out += line("grid", x_of(0), y_of(i / 5.0), x_of(1), y_of(i / 5.0));
    out += label("tick end", x_of(0) - 6, y_of(i / 5.0) + 4, decimals(i / 5.0, 1));
  }
  out += "\n<g class=\"dense\">\n";
  for (const auto& [where, count] : hexagons) {
    const auto& [across, down] = where;
    const double x = (across + (down % 2 != 0 ? 0.5 : 0.0)) * column;
    const double strength = 0.2 + 0.8 * std::log1p(static_cast<double>(count)) / std::log1p(static_cast<double>(most));
    out += hexagon(margin_left + x, margin_top + down * row, strength, count);
  }
  out += "</g>\n" + line("same", x_of(0), y_of(0), x_of(1), y_of(1));
  if (report.in_use) {
    const double theirs = report.in_use->threshold;
    out += line("use", x_of(theirs), y_of(0), x_of(theirs), y_of(1));
    if (report.in_use->same_share)
      out += line("use", x_of(0), y_of(*report.in_use->same_share), x_of(1), y_of(*report.in_use->same_share));
  }
  return out + "</svg>\n";
}

std::string held_chart(const AttributeReport& report) {
  const Ranked theirs{report.perspective};
  const Ranked ours{report.moderato};
  // One comment in all is the least there is to be seen; powers of ten below it.
  const int powers = std::max(1, static_cast<int>(std::ceil(std::log10(static_cast<double>(report.count)) - 1e-9)));
  const double least = std::pow(10.0, -powers);

  const std::string name = attribute_name(report.index);
  std::string description = "The share of comments held from each threshold on.";
  for (const HeldAt& held : report.held)
    description += " From " + decimals(held.threshold, 1) + ": Perspective " + percent(held.perspective, report.count) +
                   ", Moderato " + percent(held.moderato, report.count) + ".";
  std::string out = begin(name + "-held", name + ", share held", description);
  out += x_axis("Threshold") + y_title("Share held");
  for (int i = 0; i <= powers; ++i) {
    const double y = y_of(1 - static_cast<double>(i) / powers);
    out += line("grid", x_of(0), y, x_of(1), y);
    out += label("tick end", x_of(0) - 6, y + 4, decimals(100 * std::pow(10.0, -i), std::max(0, i - 2)) + " %");
  }
  out += "\n" + held_curve("theirs", theirs, least) + held_curve("ours", ours, least);
  if (report.in_use)
    out += line("use", x_of(report.in_use->threshold), y_of(0), x_of(report.in_use->threshold), y_of(1));
  // The upper right corner is free: shares fall. What lies behind the words is not shown.
  const double x = x_of(1) - 104;
  out += "<rect x=\"" + at(x - 6) + "\" y=\"" + at(margin_top + 2) + "\" width=\"110\" height=\"42\"/>";
  out += line("theirs", x, margin_top + 14, x + 26, margin_top + 14) +
         label("key", x + 33, margin_top + 18, "Perspective") +
         line("ours", x, margin_top + 32, x + 26, margin_top + 32) + label("key", x + 33, margin_top + 36, "Moderato");
  return out + "</svg>\n";
}

}  // namespace moderato::cli
