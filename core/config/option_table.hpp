// A filter's options in the configuration file, offered to the filter through the plugin ABI.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "config/problem.hpp"
#include "moderato/abi.h"

namespace moderato {

// The options as written. Immutable; thread-safe.
class OptionTable {
 public:
  struct Data;  // the options and where they stand, in option_data.hpp
  explicit OptionTable(std::unique_ptr<const Data> data);
  ~OptionTable();
  OptionTable(const OptionTable&) = delete;
  OptionTable& operator=(const OptionTable&) = delete;

  [[nodiscard]] const Data& data() const { return *data_; }

 private:
  std::unique_ptr<const Data> data_;
};

// Which options differ: by name, in order.
[[nodiscard]] std::vector<std::string> changed_options(const OptionTable& before, const OptionTable& after);

// One reading of an OptionTable while a filter is created: gives the getters, collects what was wrong and what was
// asked.
class OptionReader {
 public:
  // `shared_data`: where fallbacks of path options are looked up. Both outlive the reader.
  OptionReader(const OptionTable& table, const std::filesystem::path& shared_data);
  ~OptionReader();
  OptionReader(const OptionReader&) = delete;
  OptionReader& operator=(const OptionReader&) = delete;

  // For `create`; valid as long as the reader.
  [[nodiscard]] const moderato_options& raw() const;

  // The files and folders that path options named, as far as they were asked for.
  [[nodiscard]] const std::vector<std::filesystem::path>& files() const;

  // After `create`: wrong values, refused ones, and options nobody asked for (with the nearest name that was asked
  // for).
  [[nodiscard]] Problems finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace moderato
