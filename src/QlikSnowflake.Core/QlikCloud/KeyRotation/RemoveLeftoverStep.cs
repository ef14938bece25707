using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>
/// Removes a key that an earlier run left: one whose token nobody has, or the predecessor whose time is over. What fails
/// is a warning.
/// </summary>
internal sealed class RemoveLeftoverStep(QlikCloudSession session, QlikCloudApiKey key, string why) : IRotationStep
{
    public string Name => "Remove leftover key";

    public string Change => $"Delete API key '{key.Description}' ({key.Id}): {why}";

    /// <summary>The key's id.</summary>
    public string KeyId => key.Id;

    /// <summary>Whether it is gone.</summary>
    public bool Removed { get; private set; }

    public async Task DoAsync(CallContext context)
    {
        try
        {
            await session.ApiKeys.DeleteAsync(key.Id, context).ConfigureAwait(false);
            Removed = true;
        }
        catch (QlikCloudException e) when (e.StatusCode == 404)
        {
            Removed = true;
        }
        catch (QlikSnowflakeException e)
        {
            context.Log.Warning($"The key {key.Id} ({why}) could not be deleted, and the next run tries again: {e.Message}");
        }
    }
}
