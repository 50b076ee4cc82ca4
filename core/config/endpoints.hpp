// Reads and checks the addresses of the daemon's sockets.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "config/table_reader.hpp"

namespace moderato {

enum class Direction : std::uint8_t { bind, connect };

// What is wrong with an address ("expected …"), or nothing. Accepted: tcp://host:port (to bind also host "*" or an
// interface, port "*" or 0: the system picks one), ipc://path, inproc://name.
[[nodiscard]] std::optional<std::string> expected_address(std::string_view address, Direction direction);

// Reads endpoints. Notices an address bound twice, and one that is reached from other machines.
class EndpointsReader {
 public:
  // Relative ipc:// paths start at `folder`.
  explicit EndpointsReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // `to` keeps its default when the key is absent.
  void read(TableReader& table, std::string_view key, Endpoints& to);

 private:
  [[nodiscard]] std::vector<std::string> addresses(TableReader& table, Direction direction);

  std::filesystem::path folder_;
  struct Binding {
    std::string setting;
    Place place;
  };
  std::map<std::string, Binding> bound_;  // by address
};

}  // namespace moderato
