#include "routing/route_file.hpp"

#include "routing/route_value.hpp"
#include "routing/value_bytes.hpp"

#include <chrono>

namespace signalbox {

namespace {

constexpr std::string_view magic = "signalbox routes\n";
constexpr std::uint64_t form = 1;
constexpr std::size_t seal_size = 16;

KeyedHash::Digest seal_of(std::string_view bytes, KeyedHash::Key secret) {
    KeyedHash hash{secret};
    hash.update(bytes);
    return hash.finish();
}

void write_route(ValueWriter& out, KeptRoute const& route, std::string_view sealed) {
    out.number(route.key.digest[0], 8);
    out.number(route.key.digest[1], 8);
    out.number(route.plan->epoch, 8);
    out.number(static_cast<std::uint64_t>(std::chrono::floor<std::chrono::milliseconds>(route.age).count()), 8);
    out.number(route.hits, 8);
    out.text(route.key.label.view());
    out.text(sealed);
}

// Null plan: it is not to be believed.
KeptRoute read_route(ValueReader& in, KeyedHash::Key secret) {
    KeptRoute route;
    route.key.digest = {in.number(8), in.number(8)};
    auto const epoch = in.number(8);
    route.age =
        std::chrono::milliseconds{static_cast<std::int64_t>(in.number(8) & 0xFF'FFFF'FFFF)};  // 34 years at most
    route.hits = in.number(8);
    route.key.label = RouteLabel{in.text()};
    auto const sealed = in.text();
    if (!in.ok()) return route;
    if (auto plan = open_plan(sealed, {route.key.digest, epoch}, secret)) {
        plan->cache_key = route.key.label.str();
        route.plan = std::move(plan);
    }
    return route;
}

std::unexpected<Error> broken(std::string_view why) { return fail(Errc::invalid_value, std::string{why}); }

}  // namespace

std::string write_route_file(RouteFile const& file) {
    ValueWriter routes;
    std::uint64_t count = 0;
    for (auto const& route : file.routes) {
        if (count == most_kept_routes) break;
        auto const sealed = seal_plan(*route.plan, {route.key.digest, route.plan->epoch}, file.secret);
        if (!sealed) continue;
        write_route(routes, route, *sealed);
        ++count;
    }
    ValueWriter out;
    out.bytes() += magic;
    out.number(form, 4);
    for (auto const half : file.secret) out.number(half, 8);
    out.number(static_cast<std::uint64_t>(file.saved), 8);
    out.number(count, 4);
    out.bytes() += routes.bytes();
    for (auto const half : seal_of(out.bytes(), file.secret)) out.number(half, 8);
    return std::move(out.bytes());
}

Result<RouteFile> read_route_file(std::string_view bytes) {
    if (!bytes.starts_with(magic)) return broken("holds no remembered routes");
    ValueReader in{bytes.substr(magic.size())};
    if (in.number(4) != form || !in.ok()) return broken("is of another version of signalbox");
    RouteFile file;
    file.secret = {in.number(8), in.number(8)};
    file.saved = static_cast<std::int64_t>(in.number(8));
    auto const count = in.number(4);
    if (!in.ok() || in.rest().size() < seal_size || count > most_kept_routes) return broken("is damaged");
    auto const sealed = bytes.substr(0, bytes.size() - seal_size);
    ValueReader end{bytes.substr(sealed.size())};
    auto const seal = seal_of(sealed, file.secret);
    if (end.number(8) != seal[0] || end.number(8) != seal[1]) return broken("is damaged");
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        auto route = read_route(in, file.secret);
        if (route.plan != nullptr) file.routes.push_back(std::move(route));
    }
    if (!in.ok() || in.rest().size() != seal_size) return broken("is damaged");
    return file;
}

}  // namespace signalbox
