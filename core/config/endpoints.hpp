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

// The address to call for one that a daemon binds: "tcp://*:1" is called as "tcp://127.0.0.1:1". Empty when it has none
// that can be known.
[[nodiscard]] std::string callable(const Endpoints& endpoints);

// Reads endpoints. Notices an address bound twice, and one that other machines reach without keys.
class EndpointsReader {
 public:
  // Relative ipc:// paths start at `folder`. `has_keys`: whoever calls what is bound is asked for a key.
  EndpointsReader(std::filesystem::path folder, bool has_keys) : folder_(std::move(folder)), has_keys_(has_keys) {}

  // `to` keeps its default when the key is absent.
  void read(TableReader& table, std::string_view key, Endpoints& to);
  // The same of one address that a client calls. Whether it has keys is the client's to check.
  void read_called(TableReader& table, std::string_view key, std::string& to) const;

 private:
  // `safe`: what is sent over them is encrypted.
  [[nodiscard]] std::vector<std::string> addresses(TableReader& table, Direction direction, bool safe);
  [[nodiscard]] std::string server_key(TableReader& table) const;
  // `to` keeps its default when the key is absent.
  static void ipc_mode(TableReader& table, const std::vector<std::string>& bound, unsigned& to);

  std::filesystem::path folder_;
  bool has_keys_;
  struct Binding {
    std::string setting;
    Place place;
  };
  std::map<std::string, Binding> bound_;  // by address
};

}  // namespace moderato
