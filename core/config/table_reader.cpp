#include "config/table_reader.hpp"

#include <algorithm>

#include "config/wording.hpp"

namespace moderato {

std::string TableReader::name_of(std::string_view key) const {
  return joined(path_, key);
}

const toml::node* TableReader::find(std::string_view key) {
  known_.emplace_back(key);
  return table_->get(key);
}

std::optional<std::int64_t> TableReader::integer(std::string_view key, Range<std::int64_t> range) {
  return read(key, [&](const Value& value) { return read_integer(value, range, *report_); });
}

std::optional<std::uint64_t> TableReader::bytes(std::string_view key, Range<std::uint64_t> range) {
  return read(key, [&](const Value& value) { return read_bytes(value, range, *report_); });
}

std::optional<double> TableReader::number(std::string_view key, Range<double> range) {
  return read(key, [&](const Value& value) { return read_number(value, range, *report_); });
}

std::optional<std::int64_t> TableReader::duration(std::string_view key, Range<std::int64_t> range) {
  return read(key, [&](const Value& value) { return read_duration(value, range, *report_); });
}

std::optional<bool> TableReader::boolean(std::string_view key) {
  return read(key, [&](const Value& value) { return read_boolean(value, *report_); });
}

std::optional<std::string_view> TableReader::string(std::string_view key) {
  return read(key, [&](const Value& value) { return read_string(value, *report_); });
}

std::optional<std::string_view> TableReader::path_of(std::string_view key) {
  return read(key, [&](const Value& value) { return read_path(value, *report_); });
}

std::optional<std::vector<Text>> TableReader::strings(std::string_view key) {
  return read(key, [&](const Value& value) { return read_strings(value, *report_); });
}

std::optional<TableReader> TableReader::table(std::string_view key) {
  return read(key, [&](const Value& value) -> std::optional<TableReader> {
    if (const toml::table* table = value.node.as_table()) return TableReader{*table, std::string{value.name}, *report_};
    report_wrong(value, "a table", *report_);
    return std::nullopt;
  });
}

TableReader TableReader::section(std::string_view key) {
  static const toml::table none;
  return table(key).value_or(TableReader{none, name_of(key), *report_});
}

void TableReader::report_unknown() const {
  for (const auto& [key, node] : *table_) {
    if (std::ranges::find(known_, key.str()) == known_.end())
      report_->add(key.source().begin, unknown_key(path_, key.str(), known_));
  }
}

}  // namespace moderato
