#include "config/endpoints.hpp"

#include <algorithm>
#include <charconv>

#include "config/curve_key.hpp"
#include "config/reach.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

constexpr std::string_view address_form =
    R"(an address such as "tcp://127.0.0.1:5871", "ipc://path" or "inproc://name")";

constexpr std::string_view local_address =
    R"(an address on this machine, such as "tcp://127.0.0.1:5871" or "ipc://path")";
// What else an address may have to be let out.
constexpr std::string_view or_access = ", or [access] with a curve_key";
constexpr std::string_view or_server_key = ", or server_key beside connect";

bool is_plain(char c) {
  return static_cast<unsigned char>(c) > 0x20 && c != 0x7F;
}

std::optional<int> port_number(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port < 0 || port > 65'535) return std::nullopt;
  return port;
}

// True when the system picks the port.
bool is_any_port(std::string_view port) {
  return port == "*" || port_number(port) == 0;
}

std::optional<std::string> expected_tcp(std::string_view rest, Direction direction) {
  const std::size_t colon = rest.rfind(':');
  // An IPv6 address has colons of its own, so it stands in brackets.
  const bool bracketed = !rest.empty() && rest.front() == '[';
  const bool has_port = colon != std::string_view::npos && (!bracketed || (colon > 0 && rest[colon - 1] == ']'));
  if (!has_port) return "tcp://host:port, with a port";
  const std::string_view host = rest.substr(0, colon);
  const std::string_view port = rest.substr(colon + 1);
  if (host.empty() || host == "[]") return "a host before the port, as in \"tcp://127.0.0.1:5871\"";
  if (!bracketed && host.find(':') != std::string_view::npos)
    return "an IPv6 address in brackets, as in \"tcp://[::1]:5871\"";
  if (host.find_first_of("/;@") != std::string_view::npos) return std::string{address_form};
  if (direction == Direction::connect && host == "*") return "a host to connect to; \"*\" is for bind";
  if (direction == Direction::connect && is_any_port(port)) return "a port from 1 to 65535 to connect to";
  if (port != "*" && !port_number(port)) {
    return direction == Direction::bind ? "a port from 1 to 65535, or \"*\" for any free one"
                                        : "a port from 1 to 65535";
  }
  return std::nullopt;
}

std::optional<std::string> expected_ipc(std::string_view path) {
  constexpr std::size_t longest = 107;  // of sockaddr_un, see unix(7)
  if (path.empty()) return "a path after ipc://";
  if (path.size() > longest) return "a path of at most 107 bytes after ipc://";
  return std::nullopt;
}

constexpr std::string_view tcp = "tcp://";
constexpr std::string_view ipc = "ipc://";
constexpr std::string_view inproc = "inproc://";

// "ipc://run/desk.sock" -> "ipc:///etc/moderato/run/desk.sock"; "@abstract" names and "*" are no paths.
std::string placed(std::string_view address, const std::filesystem::path& folder) {
  if (!address.starts_with(ipc)) return std::string{address};
  const std::string_view path = address.substr(ipc.size());
  if (path.front() == '@' || path == "*") return std::string{address};
  return std::string{ipc} + (folder / path).lexically_normal().string();
}

bool is_shareable(std::string_view address) {
  return address == "ipc://*" ||
         (address.starts_with(tcp) && is_any_port(address.substr(std::min(address.rfind(':') + 1, address.size()))));
}

}  // namespace

std::optional<std::string> expected_address(std::string_view address, Direction direction) {
  if (!std::ranges::all_of(address, is_plain)) return std::string{address_form};
  if (address.starts_with(tcp)) return expected_tcp(address.substr(tcp.size()), direction);
  if (address.starts_with(ipc)) return expected_ipc(address.substr(ipc.size()));
  if (address.starts_with(inproc)) {
    if (address.size() > inproc.size()) return std::nullopt;
    return "a name after inproc://";
  }
  return std::string{address_form};
}

std::string callable(const Endpoints& endpoints) {
  for (const std::string& bound : endpoints.bind) {
    const std::size_t colon = bound.rfind(':');
    if (!bound.starts_with(tcp)) {
      if (!bound.starts_with(inproc)) return bound;
      continue;
    }
    const std::string port = bound.substr(colon);
    if (port == ":*" || port == ":0") continue;
    const std::string host = bound.substr(tcp.size(), colon - tcp.size());
    if (host == "*" || host == "0.0.0.0") return "tcp://127.0.0.1" + port;
    if (host == "[::]") return "tcp://[::1]" + port;
    return bound;
  }
  return {};
}

std::vector<std::string> EndpointsReader::addresses(TableReader& table, Direction direction, bool safe) {
  const std::string_view key = direction == Direction::bind ? "bind" : "connect";
  std::vector<std::string> out;
  const auto texts = table.strings(key);
  if (!texts) return out;
  const std::string name = table.name_of(key);
  const std::string_view or_keys = direction == Direction::connect && has_keys_ ? or_server_key : or_access;
  for (const Text& text : *texts) {
    const auto refuse = [&](const std::string& what) {
      table.report().add(text.place, name + ": expected " + what + ", found " + in_quotes(text.text));
    };
    auto wrong = expected_address(text.text, direction);
    std::string address = wrong ? std::string{} : placed(text.text, folder_);
    if (!wrong && address.starts_with(ipc)) wrong = expected_ipc(std::string_view{address}.substr(ipc.size()));
    if (wrong) {
      refuse(*wrong);
      continue;
    }
    if (!safe && !stays_on_this_machine(address)) {
      refuse(std::string{local_address} + std::string{or_keys} +
             ", since what travels to and from other machines could be read and forged");
      continue;
    }
    if (direction == Direction::bind && !is_shareable(address)) {
      const auto [taken, fresh] = bound_.try_emplace(address, Binding{name, text.place});
      if (!fresh) {
        refuse("an address of its own (" + taken->second.setting + " has this one)");
        continue;
      }
    }
    out.push_back(std::move(address));
  }
  return out;
}

std::string EndpointsReader::server_key(TableReader& table) const {
  constexpr std::string_view key = "server_key";
  const auto text = table.string(key);
  if (!text) return {};
  const auto refuse = [&](std::string_view what) {
    table.report().add(table.raw().get(key)->source().begin, table.name_of(key) + ": expected " + std::string{what});
  };
  if (!is_curve_key(*text))
    refuse(curve_key_form);
  else if (!has_keys_)
    refuse("access.curve_key as well: we show it to whom we call");
  else if (!table.raw().contains("connect"))
    refuse("connect beside it: it is the key of whom we call");
  return std::string{*text};
}

void EndpointsReader::ipc_mode(TableReader& table, const std::vector<std::string>& bound, unsigned& to) {
  constexpr std::string_view key = "ipc_mode";
  const auto text = table.string(key);
  if (!text) return;
  const auto refuse = [&](const std::string& what) {
    table.report().add(table.raw().get(key)->source().begin,
                       table.name_of(key) + ": expected " + what + ", found " + in_quotes(*text));
  };
  constexpr int octal = 8;
  constexpr unsigned owner_only = 0600;  // what the owner can't open, nobody can use
  constexpr unsigned everybody = 0777;
  unsigned mode = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), mode, octal);
  if (error != std::errc{} || end != text->data() + text->size() || mode > everybody ||
      (mode & owner_only) != owner_only)
    refuse(R"(a file's mode with which its owner can read and write, such as "0600" or "0660")");
  else if (std::ranges::none_of(bound, [](const std::string& each) { return each.starts_with(ipc); }))
    refuse("an ipc:// address to bind beside it: it is the mode of that file");
  else
    to = mode;
}

void EndpointsReader::read_called(TableReader& table, std::string_view key, std::string& to) const {
  const auto text = table.string(key);
  if (!text) return;
  auto wrong = expected_address(*text, Direction::connect);
  std::string address = wrong ? std::string{} : placed(*text, folder_);
  if (!wrong && address.starts_with(ipc)) wrong = expected_ipc(std::string_view{address}.substr(ipc.size()));
  if (!wrong && address.starts_with(inproc)) wrong = "an address that another process can call: tcp:// or ipc://";
  if (wrong)
    report_wrong({*table.raw().get(key), table.name_of(key)}, *wrong, table.report());
  else
    to = std::move(address);
}

void EndpointsReader::read(TableReader& table, std::string_view key, Endpoints& to) {
  auto endpoint = table.table(key);
  if (!endpoint) {
    const std::string name = table.name_of(key);
    for (const std::string& address : to.bind) {
      const auto [taken, fresh] = bound_.try_emplace(address, Binding{"the default of " + name, table.place()});
      if (!fresh) {
        table.report().add(taken->second.place, taken->second.setting +
                                                    ": expected an address of its own (the default of " + name +
                                                    " has this one), found " + in_quotes(address));
      }
    }
    return;
  }
  Endpoints found;
  found.server_key = server_key(*endpoint);
  found.bind = addresses(*endpoint, Direction::bind, has_keys_);
  ipc_mode(*endpoint, found.bind, found.ipc_mode);
  found.connect = addresses(*endpoint, Direction::connect, has_keys_ && !found.server_key.empty());
  const auto count = [&](std::string_view side) {
    const toml::node* node = endpoint->raw().get(side);
    const auto* list = node ? node->as_array() : nullptr;
    return list ? list->size() : node ? std::size_t{1} : std::size_t{0};
  };
  if (count("bind") + count("connect") == 0)
    table.report().add(endpoint->place(),
                       endpoint->path() + ": expected bind or connect with an address, found neither");
  endpoint->report_unknown();
  to = std::move(found);
}

}  // namespace moderato
