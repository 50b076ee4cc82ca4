#include "settings.hpp"

#include "domain.hpp"

namespace moderato::links {
namespace {

std::vector<std::string> domains_of(Options& options, std::string_view option, const Domains& domains) {
  std::vector<std::string> list = options.list(option);
  for (const std::string& entry : list)
    if (!Domains::valid(domains.name(entry)))
      options.refuse(option, "\"" + entry + "\" is no domain: write \"example.com\", without scheme, port or path");
  return list;
}

}  // namespace

Settings Settings::read(Options& options) {
  const Domains domains;
  Settings read;
  read.too_many = options.action("too_many", read.too_many);
  read.new_author = options.action("new_author", read.new_author);
  read.denied = options.action("denied", read.denied);
  read.not_allowed = options.action("not_allowed", read.not_allowed);
  read.shortener = options.action("shortener", read.shortener);
  read.ip_address = options.action("ip_address", read.ip_address);
  read.misleading = options.action("misleading", read.misleading);
  read.look_alike = options.action("look_alike", read.look_alike);
  read.max = options.integer("max", read.max, 0, 1'000);
  read.new_author_approved = options.integer("new_author_approved", read.new_author_approved, 0, 1'000);
  read.deny = domains_of(options, "deny", domains);
  read.allow = domains_of(options, "allow", domains);
  read.only_allowed = options.boolean("only_allowed", read.only_allowed);
  read.shorteners = domains_of(options, "shorteners", domains);
  read.protect = domains_of(options, "protect", domains);
  return read;
}

}  // namespace moderato::links
