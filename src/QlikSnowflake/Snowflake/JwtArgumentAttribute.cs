using System.Management.Automation;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Lets a parameter take a token as New-SnowflakeJwt emits it, or as text.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JwtArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            SnowflakeJwt jwt => jwt.Token,
            string text => SecretText.FromPlainText(text),
            var other => other,
        };
}
