#include "net/resolver.hpp"

#include "async/signal.hpp"
#include "net/address_policy.hpp"

#include <algorithm>

namespace signalbox::net {

// One coroutine that waits for an answer, for at most its own time.
class Resolver::Waiter final : public Time::Alarm {
public:
    explicit Waiter(Time& time) : Alarm{time}, woken_{time} {}
    void fire() override { woken_.set(); }
    void wake() { woken_.set(); }
    [[nodiscard]] auto wait() { return woken_.wait(); }

private:
    Signal woken_;
};

Task<Result<std::vector<boost::asio::ip::address>>> Resolver::resolve(std::string const& host, TimePoint deadline,
                                                                      Cancellation& cancellation) {
    if (auto const literal = literal_address(host)) co_return std::vector{*literal};
    auto& entry = entries_[host];
    if (time_.now() < entry.expires) co_return entry.addresses;

    if (!entry.asking) ask(host, entry);
    if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
    Waiter waiter{time_};
    waiter.arm(deadline);
    Cancellation::Hook const hook{cancellation, [](void* self) { static_cast<Waiter*>(self)->wake(); }, &waiter};
    entry.waiters.push_back(&waiter);
    co_await waiter.wait();
    std::erase(entry.waiters, &waiter);

    if (cancellation.requested()) co_return fail(cancellation.reason(), "cancelled");
    if (entry.asking) co_return fail(Errc::provider_timeout, "the provider's name was not resolved in time");
    if (entry.failed) co_return fail(Errc::provider_unreachable, "the provider's name cannot be resolved");
    co_return entry.addresses;
}

void Resolver::ask(std::string const& host, Entry& entry) {
    entry.asking = true;
    // Entries are never erased, so that the answer finds its place.
    resolver_.async_resolve(host, "", Tcp::resolver::numeric_service,
                            [this, &entry](boost::system::error_code const& ec, auto const& found) {
                                entry.asking = false;
                                entry.failed = ec || found.empty();
                                if (!entry.failed) {
                                    entry.addresses.clear();
                                    for (auto const& one : found) entry.addresses.push_back(one.endpoint().address());
                                    entry.expires = time_.now() + remembered;
                                }
                                for (auto* waiter : entry.waiters) waiter->wake();
                            });
}

}  // namespace signalbox::net
