// A webhook: whom the gateway tells what becomes of comments.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "comment/verdict.hpp"
#include "config/secret.hpp"

namespace moderato {

struct WebhookSettings {
  std::string name;
  std::string url;                    // begins with http:// or https://; what follows is the gateway's to check
  Problem place{};                    // where the URL stands; the message is the setting's name
  std::vector<SecretSource> secrets;  // at least one; every request is signed with each
  std::vector<Topic> events;          // without repetition
  std::vector<std::string> sites;     // empty: all
  std::filesystem::path ca_file;      // PEM: whom https is trusted by; empty: by the system's authorities

  std::chrono::microseconds timeout = std::chrono::seconds{15};     // for one attempt as a whole
  std::chrono::microseconds first_retry = std::chrono::seconds{5};  // after a failure; later ones come later
  std::chrono::microseconds give_up_after = std::chrono::days{3};   // then what can't be delivered is put aside

  // Whether they are the same. Where they stand in the configuration does not matter.
  bool operator==(const WebhookSettings& other) const {
    return name == other.name && url == other.url && secrets == other.secrets && events == other.events &&
           sites == other.sites && ca_file == other.ca_file && timeout == other.timeout &&
           first_retry == other.first_retry && give_up_after == other.give_up_after;
  }
};

}  // namespace moderato
