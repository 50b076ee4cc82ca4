// A ZeroMQ address that nobody else can reach: a socket in a folder of our own, gone with this object.
#pragma once

#include <string>

namespace moderato::remote {

class PrivateEndpoint {
 public:
  PrivateEndpoint();  // throws std::runtime_error with a sentence
  ~PrivateEndpoint();
  PrivateEndpoint(const PrivateEndpoint&) = delete;
  PrivateEndpoint& operator=(const PrivateEndpoint&) = delete;

  [[nodiscard]] std::string address() const { return "ipc://" + folder_ + "/program"; }

 private:
  std::string folder_;
};

}  // namespace moderato::remote
