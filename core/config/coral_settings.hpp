// How a site's Coral is served: [gateway.site."NAME".coral]; gateway/coral/README.md says what an operator does.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/secret.hpp"

namespace moderato {

struct CoralSettings {
  enum class Format : std::uint8_t { html, plain_text };
  enum class Approved : std::uint8_t { no_opinion, approved };
  enum class Held : std::uint8_t { system_withheld, premod };

  std::vector<SecretSource> secrets;          // at least one; a phase's request is signed with one of them
  std::vector<SecretSource> webhook_secrets;  // likewise for webhooks; empty: none are taken
  Format format = Format::html;               // of bodies, as the phase has it in Coral
  std::chrono::milliseconds budget{150};      // from a request's arrival to its answer
  Approved approved = Approved::no_opinion;   // what Coral is told
  Held held = Held::system_withheld;
  bool reasons = true;  // Coral is told why a comment is rejected
  // How long after a comment its author may edit it, in Coral.
  std::chrono::microseconds edit_window = std::chrono::minutes{10};

  std::string graphql;                // begins with http:// or https://; empty: Coral is told nothing later
  Problem graphql_place{};            // where that stands; the message is the setting's name
  std::optional<SecretSource> token;  // there when graphql is
  std::filesystem::path ca_file;      // PEM: whom https is trusted by; empty: by the system's authorities
};

}  // namespace moderato
