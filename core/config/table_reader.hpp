// Reads the known keys of one table of the configuration, and reports those nobody knows.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/value.hpp"

namespace moderato {

// A getter leaves `to` as it is when the key is absent or wrong; what is wrong is reported.
class TableReader {
 public:
  // `path`: how messages name the table; "" for the document. Table and report outlive the reader.
  TableReader(const toml::table& table, std::string path, Report& report)
      : table_(&table), path_(std::move(path)), report_(&report) {}

  [[nodiscard]] const toml::table& raw() const { return *table_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] Report& report() const { return *report_; }
  [[nodiscard]] Place place() const { return table_->source().begin; }
  [[nodiscard]] std::string name_of(std::string_view key) const;

  // The value, whatever it is. Like all below, makes the key a known one.
  [[nodiscard]] const toml::node* find(std::string_view key);

  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, Range<std::int64_t> range);
  [[nodiscard]] std::optional<double> number(std::string_view key, Range<double> range);
  [[nodiscard]] std::optional<std::uint64_t> bytes(std::string_view key, Range<std::uint64_t> range);
  // In microseconds.
  [[nodiscard]] std::optional<std::int64_t> duration(std::string_view key, Range<std::int64_t> range);
  [[nodiscard]] std::optional<bool> boolean(std::string_view key);
  [[nodiscard]] std::optional<std::string_view> string(std::string_view key);
  [[nodiscard]] std::optional<std::string_view> path_of(std::string_view key);
  [[nodiscard]] std::optional<std::vector<Text>> strings(std::string_view key);
  // `names` in the order of the enum.
  template <class Enum>
  [[nodiscard]] std::optional<Enum> choice(std::string_view key, const std::vector<std::string>& names) {
    const auto index = read(key, [&](const Value& value) { return read_choice(value, names, *report_); });
    return index ? std::optional{static_cast<Enum>(*index)} : std::nullopt;
  }
  [[nodiscard]] std::optional<TableReader> table(std::string_view key);
  // The table, or one without keys, so that what only shows when all tables are seen is checked either way.
  [[nodiscard]] TableReader section(std::string_view key);

  // Reports every key that no call above has named.
  void report_unknown() const;

 private:
  template <class Read>
  auto read(std::string_view key, Read read_value) -> decltype(read_value(std::declval<const Value&>())) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    const std::string name = name_of(key);
    return read_value(Value{*node, name});
  }

  const toml::table* table_;
  std::string path_;
  Report* report_;
  std::vector<std::string> known_;
};

}  // namespace moderato
