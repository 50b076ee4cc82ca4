#include "cli/compare_perspective/csv_reader.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace moderato::cli {
namespace {

// Within quotes separators are text.
char separator_of(std::string_view heading) {
  constexpr std::array<char, 3> known{',', ';', '\t'};
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (const char c : heading) {
    if (c == '"') quoted = !quoted;
    const auto found = std::ranges::find(known, c);
    if (!quoted && found != known.end()) ++counts[static_cast<std::size_t>(found - known.begin())];
  }
  return known[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

// Cuts a record into fields while its lines come.
class Cutter {
 public:
  explicit Cutter(char separator) : separator_(separator) {}

  // Whether the record goes on in the next line.
  bool take(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (quoted_) {
        const bool doubled = c == '"' && i + 1 < line.size() && line[i + 1] == '"';
        if (c != '"' || doubled)
          fields_.back() += c;
        else
          quoted_ = false;
        if (doubled) ++i;
      } else if (c == separator_) {
        fields_.emplace_back();
        fresh_ = true;
      } else if (c == '"' && fresh_) {
        quoted_ = true;
        fresh_ = false;
      } else {
        fields_.back() += c;
        fresh_ = false;
      }
    }
    if (quoted_) fields_.back() += '\n';
    return quoted_;
  }

  std::vector<std::string> fields() { return std::move(fields_); }

 private:
  char separator_;
  std::vector<std::string> fields_{1};
  bool fresh_ = true;    // nothing of the field was read yet
  bool quoted_ = false;  // between two quotes
};

}  // namespace

CsvReader::CsvReader(Line first, LineReader& lines, std::size_t longest)
    : lines_(lines), longest_(longest), separator_(separator_of(first.text)) {
  if (auto record = record_from(std::move(first))) heading_ = std::move(record->fields);
}

std::optional<CsvReader::Record> CsvReader::record_from(Line line) {
  const std::size_t begin = line.number;
  const auto fail = [&](const std::string& what) {
    failure_ = Error{"cli.bad_csv", "line " + std::to_string(begin) + ": " + what};
    return std::nullopt;
  };
  Cutter cutter{separator_};
  for (std::size_t size = line.size;; size += line.size + 1) {
    if (size > longest_)
      return fail("the record that begins here has more than " + std::to_string(longest_) +
                  " bytes; is a quote missing that ends a field?");
    if (!cutter.take(line.text)) return Record{cutter.fields(), begin};
    auto more = lines_.next();
    if (!more) return fail("a quote opens a field in the record that begins here, and none closes it");
    line = std::move(*more);
  }
}

std::optional<CsvReader::Record> CsvReader::next() {
  while (!failure_) {
    auto line = lines_.next();
    if (!line) return std::nullopt;
    if (line->text.empty() || line->text == "\r") continue;
    return record_from(std::move(*line));
  }
  return std::nullopt;
}

}  // namespace moderato::cli
