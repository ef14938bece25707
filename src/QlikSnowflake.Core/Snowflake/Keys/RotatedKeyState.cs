using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>
/// What is registered for the user where a rotation works: in the two slots, or among the named key pairs. One statement a look,
/// and a step that has just looked acts on what it saw.
/// </summary>
internal sealed class RotatedKeyState(UserKeyClient client, RotatedKey rotated)
{
    private IReadOnlyList<SnowflakeUserKey>? _lastLook;

    public RotatedKey Rotated => rotated;

    public async Task<IReadOnlyList<SnowflakeUserKey>> LookAsync(CallContext context) =>
        _lastLook = rotated.Slot is null
            ? await client.ListNamedAsync(rotated.User, context).ConfigureAwait(false)
            : UserKeyClient.SlotsOf(await client.DescribeExactAsync(rotated.User, context).ConfigureAwait(false));

    /// <summary>What the step saw when it looked whether it is done; it looks now where it did not.</summary>
    public async Task<IReadOnlyList<SnowflakeUserKey>> LastLookAsync(CallContext context)
    {
        var seen = _lastLook ?? await LookAsync(context).ConfigureAwait(false);
        _lastLook = null;
        return seen;
    }

    /// <summary>Changes what is registered; what was seen before holds no more.</summary>
    public Task RunAsync(string statement, CallContext context)
    {
        _lastLook = null;
        return client.RunAsync(statement, context);
    }
}
