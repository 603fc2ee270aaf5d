#include "app/model_list_watch.hpp"

#include "app/listed_facts.hpp"

#include <algorithm>

namespace signalbox::app {

namespace {

constexpr Duration first_retry = std::chrono::minutes{1};
constexpr int most_doublings = 12;

Duration pause_after(int failures, Duration every) {
    if (failures == 0) return every;
    return std::min(every, first_retry * (1 << std::min(failures - 1, most_doublings)));
}

}  // namespace

bool ModelListWatch::follow(Config const& config) {
    bool read = false;
    std::vector<std::shared_ptr<Followed>> next;
    for (auto const& provider : config.providers) {
        if (provider.model_list.format == ModelListFormat::none) continue;
        auto followed = std::make_shared<Followed>(provider);
        if (auto const* before = known(provider)) {
            followed->list = before->list;
        } else if (auto opened = followed->list.open(); !opened) {
            listener_.copy_broken(provider.name, opened.error());
        } else {
            read = read || !followed->list.models().empty();
        }
        next.push_back(std::move(followed));
    }
    stop();
    followed_ = std::move(next);
    count_held();
    return read;
}

ModelListWatch::Followed const* ModelListWatch::known(ProviderConfig const& provider) const {
    auto const found = std::ranges::find_if(followed_, [&](auto const& one) {
        auto const& before = one->provider;
        return before.name == provider.name && before.base_url == provider.base_url &&
               before.model_list.format == provider.model_list.format &&
               before.model_list.copy == provider.model_list.copy;
    });
    return found == followed_.end() ? nullptr : found->get();
}

void ModelListWatch::ask() {
    for (auto const& followed : followed_) spawn(keep_up(*this, followed));
}

void ModelListWatch::stop() {
    for (auto const& followed : followed_) followed->cancellation.request(Errc::draining);
}

Task<void> ModelListWatch::keep_up(ModelListWatch& watch, std::shared_ptr<Followed> followed) {
    auto& cancellation = followed->cancellation;
    for (int failures = 0;;) {
        auto offered = co_await watch.fetch_(followed->provider, cancellation);
        if (cancellation.requested()) co_return;
        failures = watch.settle(*followed, std::move(offered)) ? 0 : failures + 1;
        auto const next = watch.time_.now() + pause_after(failures, followed->provider.model_list.every);
        bool const awake = co_await sleep_until(watch.time_, next, cancellation);
        if (!awake) co_return;
    }
}

bool ModelListWatch::settle(Followed& followed, Result<std::vector<ListedModel>> offered) {
    auto const& name = followed.provider.name;
    if (!offered) {
        listener_.list_failed(name, offered.error());
        return false;
    }
    auto const update = followed.list.take(std::move(*offered));
    if (!update) {
        listener_.list_failed(name, update.error());
        return false;
    }
    count_held();
    listener_.list_taken(name, *update);
    return true;
}

void ModelListWatch::add_to(Config& config) const {
    for (auto const& provider : config.providers) {
        if (auto const* followed = known(provider)) add_listed(config, provider, followed->list.models());
    }
}

void ModelListWatch::count_held() {
    std::size_t count = 0;
    for (auto const& followed : followed_) count += followed->list.held().size();
    listener_.held_now(count);
}

}  // namespace signalbox::app
