using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>
/// Deletes the old key by means of the new one. What fails here is a warning: the new key is stored and works, and the
/// next run tries again.
/// </summary>
internal sealed class RetireApiKeyStep(RotationState state) : IRotationStep
{
    public string Name => "Retire old key";

    public string Change => $"Delete API key '{state.Old.Description}' ({state.Old.Id})";

    /// <summary>Whether the old key is gone.</summary>
    public bool Retired { get; private set; }

    public async Task DoAsync(CallContext context)
    {
        try
        {
            await state.Session.ApiKeys.DeleteAsync(state.Old.Id, context).ConfigureAwait(false);
            Retired = true;
        }
        catch (QlikCloudException e) when (e.StatusCode == 401)
        {
            state.Content = StoreContent.NewRefused;
            throw;
        }
        catch (QlikCloudException e) when (e.StatusCode == 404)
        {
            Retired = true;
        }
        catch (QlikSnowflakeException e)
        {
            context.Log.Warning($"The old key {state.Old.Id} could not be deleted, and the next run tries again: {e.Message}");
        }
    }
}
