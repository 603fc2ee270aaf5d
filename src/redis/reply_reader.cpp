#include "redis/reply_reader.hpp"

#include <hiredis/hiredis.h>
#include <utility>

namespace signalbox::redis {

// hiredis frees what its own functions made, and its callbacks read a redisReply: therefore these only
// say no, and let its own functions do the rest. A null ends the connection ("out of memory").
struct ReplyGuard::Makers {
    static redisReplyObjectFunctions const& usual() {
        static redisReplyObjectFunctions const functions = [] {
            auto* const reader = redisReaderCreate();
            auto const found = *reader->fn;
            redisReaderFree(reader);
            return found;
        }();
        return functions;
    }
    static ReplyGuard& guard_of(redisReadTask const* task) {
        auto& guard = *static_cast<ReplyGuard*>(task->privdata);
        if (task->parent == nullptr) guard.bytes_ = guard.items_ = 0;
        return guard;
    }
    static void* string(redisReadTask const* task, char* text, std::size_t size) {
        auto& guard = guard_of(task);
        guard.bytes_ += size;
        return guard.bytes_ > guard.limits_.bytes ? nullptr : usual().createString(task, text, size);
    }
    static void* array(redisReadTask const* task, int elements) {
        auto& guard = guard_of(task);
        if (elements < 0 || std::cmp_greater(elements, guard.limits_.items - guard.items_)) return nullptr;
        guard.items_ += static_cast<std::size_t>(elements);
        return usual().createArray(task, elements);
    }
    static void* integer(redisReadTask const* task, long long value) { return usual().createInteger(task, value); }
    static void* nil(redisReadTask const* task) { return usual().createNil(task); }
    static void free(void* reply) { usual().freeObject(reply); }
};

void ReplyGuard::guard(redisReader& reader) {
    static redisReplyObjectFunctions functions{.createString = &Makers::string,
                                               .createArray = &Makers::array,
                                               .createInteger = &Makers::integer,
                                               .createNil = &Makers::nil,
                                               .freeObject = &Makers::free};
    reader.fn = &functions;
    reader.privdata = this;
}

bool ReplyGuard::within_limits(redisReader const& reader) const {
    constexpr std::size_t one_read = std::size_t{32} * 1024;
    return reader.len - reader.pos <= limits_.bytes + one_read;
}

Reply own(redisReply const& reply) {
    Reply made;
    std::vector<std::pair<redisReply const*, Reply*>> open{{&reply, &made}};
    while (!open.empty()) {
        auto const [from, to] = open.back();
        open.pop_back();
        switch (from->type) {
            case REDIS_REPLY_INTEGER:
                to->kind = Reply::Kind::integer;
                to->integer = from->integer;
                break;
            case REDIS_REPLY_STRING:
            case REDIS_REPLY_STATUS:
                to->kind = Reply::Kind::text;
                to->text.assign(from->str, from->len);
                break;
            case REDIS_REPLY_ARRAY:
                to->kind = Reply::Kind::array;
                to->items.resize(from->elements);
                for (std::size_t i = 0; i < from->elements; ++i) open.emplace_back(from->element[i], &to->items[i]);
                break;
            default:
                break;
        }
    }
    return made;
}

}  // namespace signalbox::redis
