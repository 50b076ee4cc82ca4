// The external filter: asks a service that was written for Coral's external moderation phases.
#include "coral/answer.hpp"
#include "coral/request.hpp"
#include "finding.hpp"
#include "moderato/filter.hpp"
#include "service.hpp"
#include "settings.hpp"

namespace moderato::external {
namespace {

std::unique_ptr<Service> make_service(const ServiceSettings& settings, Options& options) {
  try {
    return std::make_unique<Service>(settings, options.host());
  } catch (const std::runtime_error& error) {
    options.refuse("ca_file", error.what());
    return nullptr;
  }
}

class External final : public Filter {
 public:
  static constexpr Traits traits{.concurrent = true};

  explicit External(Options& options) : settings_(options) {
    // Without a URL there is nobody to ask, and the host knows of it already.
    if (!settings_.service.url.host.empty()) service_ = make_service(settings_.service, options);
  }

  Finding check(const Comment& comment) override {
    const std::string body =
        service_->ask(request_body(comment, settings_.format, settings_.roles.of(comment), settings_.tenant));
    try {
      return finding_of(parse_answer(body), settings_.outcomes);
    } catch (const WrongAnswer& wrong) {
      throw std::runtime_error(service_->name() + " gave an answer that can't be used: " + wrong.what());
    }
  }

 private:
  const Settings settings_;
  std::unique_ptr<Service> service_;
};

}  // namespace
}  // namespace moderato::external

MODERATO_FILTER(moderato::external::External, "external", "1.0",
                "Asks a moderation service by HTTP, in the way of Coral's external moderation phases")
