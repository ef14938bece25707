using System.Management.Automation;
using System.Security;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Lets a parameter take a private key as SecureString, text, or the bytes of a PEM or DER file.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PrivateKeyArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            string text => SecretText.FromPlainText(text),
            byte[] content => SecretText.FromKeyFile(content),
            object[] items when items.Length > 0 && Array.TrueForAll(items, i => Unwrap(i) is byte) => FromItems(items),
            var other => other,
        };

    private static object Unwrap(object item) => item is PSObject wrapped ? wrapped.BaseObject : item;

    private static SecureString FromItems(object[] items)
    {
        var content = Array.ConvertAll(items, i => (byte)Unwrap(i));
        try
        {
            return SecretText.FromKeyFile(content);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }
}
