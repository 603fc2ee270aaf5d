#include "routing/route_file.hpp"

#include "core/packed_bytes.hpp"
#include "routing/route_value.hpp"

#include <algorithm>
#include <chrono>

namespace signalbox {

namespace {

constexpr std::string_view magic = "signalbox routes\n";
constexpr std::uint32_t form = 1;
constexpr std::int64_t longest_age = std::int64_t{1} << 40;  // milliseconds: 34 years
constexpr std::size_t seal_size = 16;

KeyedHash::Digest seal_of(std::string_view bytes, KeyedHash::Key secret) {
    KeyedHash hash{secret};
    hash.update(bytes);
    return hash.finish();
}

void write_route(BytePacker& out, KeptRoute const& route, std::string_view sealed) {
    out.put(route.key.digest[0]);
    out.put(route.key.digest[1]);
    out.put(route.plan->epoch);
    out.put(std::int64_t{std::chrono::floor<std::chrono::milliseconds>(route.age).count()});
    out.put(route.hits);
    out.put_text(route.key.label.view());
    out.put_text(sealed);
}

// Null plan: it is not to be believed.
KeptRoute read_route(ByteUnpacker& in, KeyedHash::Key secret) {
    KeptRoute route;
    route.key.digest = {in.take<std::uint64_t>(), in.take<std::uint64_t>()};
    auto const epoch = in.take<std::uint64_t>();
    route.age = std::chrono::milliseconds{std::clamp<std::int64_t>(in.take<std::int64_t>(), 0, longest_age)};
    route.hits = in.take<std::uint64_t>();
    route.key.label = RouteLabel{in.take_text()};
    auto const sealed = in.take_text();
    if (!in.good()) return route;
    if (auto plan = open_plan(sealed, {route.key.digest, epoch}, secret)) {
        plan->cache_key = route.key.label.str();
        route.plan = std::move(plan);
    }
    return route;
}

std::unexpected<Error> broken(std::string_view why) { return fail(Errc::invalid_value, std::string{why}); }

}  // namespace

std::string write_route_file(RouteFile const& file) {
    std::string routes;
    BytePacker pack{routes};
    std::uint32_t count = 0;
    for (auto const& route : file.routes) {
        auto const sealed = seal_plan(*route.plan, {route.key.digest, route.plan->epoch}, file.secret);
        if (!sealed) continue;
        if (routes.size() + sealed->size() > most_route_bytes) break;
        write_route(pack, route, *sealed);
        ++count;
    }
    std::string out{magic};
    BytePacker head{out};
    head.put(form);
    for (auto const half : file.secret) head.put(half);
    head.put(file.saved);
    head.put(count);
    out += routes;
    for (auto const half : seal_of(out, file.secret)) head.put(half);
    return out;
}

Result<RouteFile> read_route_file(std::string_view bytes) {
    if (!bytes.starts_with(magic)) return broken("holds no remembered routes");
    ByteUnpacker in{bytes.substr(magic.size())};
    if (in.take<std::uint32_t>() != form) return broken("is of another version of signalbox");
    RouteFile file;
    file.secret = {in.take<std::uint64_t>(), in.take<std::uint64_t>()};
    file.saved = in.take<std::int64_t>();
    auto const count = in.take<std::uint32_t>();
    if (!in.good() || in.rest().size() < seal_size) return broken("is damaged");
    auto const sealed = bytes.substr(0, bytes.size() - seal_size);
    auto const seal = seal_of(sealed, file.secret);
    ByteUnpacker end{bytes.substr(sealed.size())};
    if (end.take<std::uint64_t>() != seal[0] || end.take<std::uint64_t>() != seal[1]) return broken("is damaged");
    for (std::uint32_t i = 0; i < count && in.good(); ++i) {
        auto route = read_route(in, file.secret);
        if (route.plan != nullptr) file.routes.push_back(std::move(route));
    }
    if (!in.good() || in.rest().size() != seal_size) return broken("is damaged");
    return file;
}

}  // namespace signalbox
