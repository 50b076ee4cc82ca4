#include "coral/request_check.hpp"

#include "api/gate.hpp"

namespace moderato::gateway::coral {
namespace {

http::Response problem(unsigned status, std::string code, std::string detail) {
  std::string type = "urn:moderato:problem:" + code;
  return http::Problem{.status = status, .code = std::move(code), .detail = std::move(detail), .type = std::move(type)}
      .response();
}

}  // namespace

std::optional<Refusal> refuse(const http::Request& request, const Signatures& signatures, std::size_t most_bytes) {
  // First: what is too large is not worth a hash.
  if (auto refused = api::check_body(request, most_bytes))
    return Refusal{Refusal::Why::unreadable, std::move(*refused)};
  switch (signatures.check(request.headers.find("X-Coral-Signature"), request.body)) {
    case Signed::ours:
      break;
    case Signed::nothing:
      return Refusal{Refusal::Why::unsigned_request,
                     problem(401, "signature.missing", "X-Coral-Signature must sign the body, as Coral does.")
                         .set("WWW-Authenticate", "X-Coral-Signature")};
    case Signed::wrong:
      return Refusal{Refusal::Why::forged,
                     problem(403, "signature.wrong",
                             "The signature is by none of the secrets that are configured here: compare them with the "
                             "signing secret in Coral.")};
  }
  return std::nullopt;
}

}  // namespace moderato::gateway::coral
