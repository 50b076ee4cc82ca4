#include "report.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>

namespace moderato::evaluate {
namespace {

// Phrases that many people say word for word; that they are no duplicates is a matter of policy.
const std::string stock_phrases = "honest:stock_mid";
const std::vector<std::string> quotes{"honest:quote_parent_marked", "honest:quote_parent_unmarked",
                                      "honest:quote_article"};

double share(std::size_t part, const Tally& of) {
  return of.count == 0 ? 0 : static_cast<double>(part) / static_cast<double>(of.count);
}

std::string number(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string percent(double value) {
  return number("%.3f", 100 * value);
}

std::string optional_number(const std::optional<double>& value) {
  return value ? number("%.0f", *value) : "-";
}

using Table = std::vector<std::vector<std::string>>;

// The first column to the left, the others to the right.
std::string aligned(const Table& table) {
  std::vector<std::size_t> widths;
  for (const auto& row : table) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string out;
  for (const auto& row : table) {
    out += row[0] + std::string(widths[0] - row[0].size(), ' ');
    for (std::size_t i = 1; i < row.size(); ++i) out += std::string(widths[i] - row[i].size() + 2, ' ') + row[i];
    out += '\n';
  }
  return out;
}

Table overall(const std::vector<Score>& scores) {
  Table table{{"method", "precision", "recall", "F1", "F1 no stock", "base held %", "base rejected %", "quotes held %",
               "comments/s", "bytes/comment"}};
  for (const Score& score : scores) {
    const Tally base = score.together({"base"});
    const Tally quoting = score.together(quotes);
    const bool first = &score == &scores.front();
    table.push_back({score.name, number("%.4f", score.precision()), number("%.4f", score.recall()),
                     number("%.4f", score.f1()), number("%.4f", score.without(stock_phrases).f1()),
                     percent(share(base.held, base)), first ? percent(share(base.rejected, base)) : "-",
                     percent(share(quoting.found(), quoting)), optional_number(score.comments_per_second),
                     optional_number(score.bytes_per_comment)});
  }
  return table;
}

Table by_recipe(const std::vector<Score>& scores) {
  Table table{{"recipe", "comments"}};
  for (const Score& score : scores) {
    table[0].push_back(score.name);
    if (&score == &scores.front()) table[0].push_back("(rejected)");
  }
  for (const auto& [recipe, all] : scores.front().recipes) {
    std::vector<std::string> row{recipe, std::to_string(all.count)};
    for (const Score& score : scores) {
      const Tally& tally = score.recipes.at(recipe);
      row.push_back(number("%.3f", share(tally.found(), tally)));
      if (&score == &scores.front()) row.push_back("(" + number("%.3f", share(tally.rejected, tally)) + ")");
    }
    table.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::string as_text(const std::vector<Score>& scores) {
  const Score& first = scores.front();
  std::string out = std::to_string(first.comments) + " comments, " + std::to_string(first.duplicates) +
                    " of them duplicates\n\n" + aligned(overall(scores)) + "\n";
  for (const Score& score : scores) out += score.name + ": " + score.about + "\n";
  return out + "\nShare that was found, by recipe (all \"honest\", \"original\" and \"base\" are no duplicates):\n\n" +
         aligned(by_recipe(scores));
}

std::string as_json(const std::vector<Score>& scores) {
  boost::json::array methods;
  for (const Score& score : scores) {
    const Tally base = score.together({"base"});
    const Tally quoting = score.together(quotes);
    boost::json::object method{{"name", score.name},
                               {"about", score.about},
                               {"precision", score.precision()},
                               {"recall", score.recall()},
                               {"f1", score.f1()},
                               {"f1_without_stock_mid", score.without(stock_phrases).f1()},
                               {"base_held", share(base.held, base)},
                               {"base_rejected", share(base.rejected, base)},
                               {"quotes_held", share(quoting.found(), quoting)}};
    if (score.comments_per_second) method["comments_per_second"] = *score.comments_per_second;
    if (score.bytes_per_comment) method["bytes_per_comment"] = *score.bytes_per_comment;
    boost::json::object recipes;
    for (const auto& [recipe, tally] : score.recipes)
      recipes[recipe] = {{"comments", tally.count},
                         {"found", share(tally.found(), tally)},
                         {"rejected", share(tally.rejected, tally)}};
    method["recipes"] = std::move(recipes);
    methods.push_back(std::move(method));
  }
  return boost::json::serialize(boost::json::object{{"methods", std::move(methods)}}) + "\n";
}

}  // namespace moderato::evaluate
