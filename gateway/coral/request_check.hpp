// What is asked of every request of Coral's before it is read.
#pragma once

#include <optional>

#include "coral/signature.hpp"
#include "http/problem.hpp"
#include "http/request.hpp"

namespace moderato::gateway::coral {

struct Refusal {
  enum class Why : std::uint8_t { unsigned_request, forged, unreadable };
  Why why;
  http::Response response;
};

// That it is JSON of at most so many bytes, and its signature (401 signature.missing, 403 signature.wrong).
[[nodiscard]] std::optional<Refusal> refuse(const http::Request& request, const Signatures& signatures,
                                            std::size_t most_bytes);

}  // namespace moderato::gateway::coral
